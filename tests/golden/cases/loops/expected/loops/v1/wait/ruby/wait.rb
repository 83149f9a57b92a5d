# LOOPS_KEY=<your key> ruby wait.rb
require 'erb'
require 'json'
require 'net/http'

state = ERB::Util.url_encode('a/b')
key = ENV.fetch('LOOPS_KEY', '')
abort 'Set LOOPS_KEY to your key.' if key.empty?

uri = URI("https://loops.example.com/v1/tasks/#{state}?version=2")
request = Net::HTTP::Post.new(uri)
request['X-Key'] = key
request['Content-Type'] = 'application/json'
request.body = { url: 'https://loops.example.com/in' }.to_json
options = { use_ssl: uri.scheme == 'https', open_timeout: 20, read_timeout: 20, max_retries: 0 }
response = Net::HTTP.start(uri.hostname, uri.port, options) { |http| http.request(request) }
abort "HTTP #{response.code}: #{response.body}" unless response.is_a?(Net::HTTPSuccess)
puts 'The task has started.'
puts "X-Task: #{response['X-Task']}"
