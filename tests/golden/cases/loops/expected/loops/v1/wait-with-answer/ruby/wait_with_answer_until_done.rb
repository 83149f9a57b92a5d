# ruby wait_with_answer_until_done.rb
require 'erb'
require 'json'
require 'net/http'

state_ = ERB::Util.url_encode('x')

uri = URI("https://loops.example.com/v1/jobs/#{state_}")
request = Net::HTTP::Put.new(uri)
request['Accept'] = 'application/json'
options = { use_ssl: uri.scheme == 'https', open_timeout: 20, read_timeout: 20, max_retries: 0 }
response = Net::HTTP.start(uri.hostname, uri.port, options) { |http| http.request(request) }
abort "HTTP #{response.code}: #{response.body}" unless response.is_a?(Net::HTTPSuccess)
puts response.body

deadline = Time.now + 600
loop do
  retry_after = response['Retry-After'].to_s
  pause = retry_after.match?(/\A\d+\z/) ? retry_after.to_i : 1
  abort 'Stopped after 600 seconds.' if Time.now + pause > deadline
  sleep pause
  uri = URI("https://loops.example.com/v1/jobs/#{state_}")
  request = Net::HTTP::Get.new(uri)
  request['Accept'] = 'application/json'
  options = { use_ssl: uri.scheme == 'https', open_timeout: 20, read_timeout: 20, max_retries: 0 }
  response = Net::HTTP.start(uri.hostname, uri.port, options) { |http| http.request(request) }
  abort "HTTP #{response.code}: #{response.body}" unless response.is_a?(Net::HTTPSuccess)
  state = JSON.parse(response.body)["state'$x"]
  break if state == 'done'
end
puts response.body
