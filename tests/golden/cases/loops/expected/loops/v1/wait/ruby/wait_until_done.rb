# LOOPS_KEY=<your key> LOOPS_SECRET=<your key> ruby wait_until_done.rb
require 'erb'
require 'json'
require 'net/http'

state_ = ERB::Util.url_encode('a/b')
loops_key = ENV.fetch('LOOPS_KEY', '')
abort 'Set LOOPS_KEY to your key.' if loops_key.empty?
loops_secret = ENV.fetch('LOOPS_SECRET', '')
abort 'Set LOOPS_SECRET to your key.' if loops_secret.empty?

uri = URI("https://loops.example.com/v1/tasks/#{state_}?version=2")
request = Net::HTTP::Post.new(uri)
request['X-Key'] = loops_key
request['Content-Type'] = 'application/json'
request.body = { url: 'https://loops.example.com/in' }.to_json
options = { use_ssl: uri.scheme == 'https', open_timeout: 20, read_timeout: 20, max_retries: 0 }
response = Net::HTTP.start(uri.hostname, uri.port, options) { |http| http.request(request) }
abort "HTTP #{response.code}: #{response.body}" unless response.is_a?(Net::HTTPSuccess)
puts 'The task has started.'
puts "X-Task: #{response['X-Task']}"

deadline = Time.now + 2000
loop do
  retry_after = response['Retry-After'].to_s
  pause = retry_after.match?(/\A\d+\z/) ? retry_after.to_i : 20
  abort 'Stopped after 2000 seconds.' if Time.now + pause > deadline
  sleep pause
  uri = URI("https://loops.example.com/v1/tasks/#{state_}/progress?version=2&secret=#{ERB::Util.url_encode(loops_secret)}")
  request = Net::HTTP::Get.new(uri)
  request['X-Key'] = loops_key
  request['language'] = 'en'
  request['Accept'] = 'application/json'
  options = { use_ssl: uri.scheme == 'https', open_timeout: 20, read_timeout: 20, max_retries: 0 }
  response = Net::HTTP.start(uri.hostname, uri.port, options) { |http| http.request(request) }
  abort "HTTP #{response.code}: #{response.body}" unless response.is_a?(Net::HTTPSuccess)
  state = JSON.parse(response.body)["state'$x"]
  abort "Failed: #{response.body}" if ['failed', "it's off"].include?(state)
  break if ['done', 'well "done"'].include?(state)
end
puts response.body
