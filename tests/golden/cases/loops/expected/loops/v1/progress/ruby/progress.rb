# LOOPS_SECRET=<your key> LOOPS_KEY=<your key> ruby progress.rb
require 'erb'
require 'net/http'

state = ERB::Util.url_encode('other')
loops_secret = ENV.fetch('LOOPS_SECRET', '')
abort 'Set LOOPS_SECRET to your key.' if loops_secret.empty?
loops_key = ENV.fetch('LOOPS_KEY', '')
abort 'Set LOOPS_KEY to your key.' if loops_key.empty?

uri = URI("https://loops.example.com/v1/tasks/#{state}/progress?version=1&secret=#{ERB::Util.url_encode(loops_secret)}")
request = Net::HTTP::Get.new(uri)
request['X-Key'] = loops_key
request['language'] = 'en'
request['Accept'] = 'application/json'
options = { use_ssl: uri.scheme == 'https', open_timeout: 20, read_timeout: 20, max_retries: 0 }
response = Net::HTTP.start(uri.hostname, uri.port, options) { |http| http.request(request) }
abort "HTTP #{response.code}: #{response.body}" unless response.is_a?(Net::HTTPSuccess)
puts response.body
