# ruby job.rb
require 'erb'
require 'net/http'

state = ERB::Util.url_encode('other')

uri = URI("https://loops.example.com/v1/jobs/#{state}")
request = Net::HTTP::Get.new(uri)
request['Accept'] = 'application/json'
options = { use_ssl: uri.scheme == 'https', open_timeout: 20, read_timeout: 20, max_retries: 0 }
response = Net::HTTP.start(uri.hostname, uri.port, options) { |http| http.request(request) }
abort "HTTP #{response.code}: #{response.body}" unless response.is_a?(Net::HTTPSuccess)
puts response.body
