# EXAMPLE_KEY=<your key> ruby find_things.rb
require 'erb'
require 'net/http'

owner_id = ERB::Util.url_encode("O'Brien & sons")
major = ERB::Util.url_encode('2')
key = ENV.fetch('EXAMPLE_KEY', '')
abort 'Set EXAMPLE_KEY to your key.' if key.empty?

uri = URI("https://example.com/owners/#{owner_id}/things/v#{major}:find?name=caf%C3%A9%20%22x%22%20%2B1&sort%5Bby%5D=name")
request = Net::HTTP::Get.new(uri)
request['X-Key'] = key
request['Accept'] = 'application/json'
request['If-Match'] = "'a1'"
options = { use_ssl: uri.scheme == 'https', open_timeout: 30, read_timeout: 30, max_retries: 0 }
response = Net::HTTP.start(uri.hostname, uri.port, options) { |http| http.request(request) }
abort "HTTP #{response.code}: #{response.body}" unless response.is_a?(Net::HTTPSuccess)
puts 'Here are your things.'
