# EXAMPLE_TOKEN=<your key> ruby restart.rb
require 'net/http'

key = ENV.fetch('EXAMPLE_TOKEN', '')
abort 'Set EXAMPLE_TOKEN to your key.' if key.empty?

uri = URI('https://example.com/restart')
request = Net::HTTP::Get.new(uri)
request['Authorization'] = key
request['X-Token'] = key
request['Accept'] = 'application/json'
options = { use_ssl: uri.scheme == 'https', open_timeout: 30, read_timeout: 30, max_retries: 0 }
response = Net::HTTP.start(uri.hostname, uri.port, options) { |http| http.request(request) }
abort "HTTP #{response.code}: #{response.body}" unless response.is_a?(Net::HTTPSuccess)
puts 'It restarts.'
