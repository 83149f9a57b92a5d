# ruby with_none.rb
require 'net/http'

uri = URI('https://example.com/none')
request = Net::HTTP::Get.new(uri)
options = { use_ssl: uri.scheme == 'https', open_timeout: 30, read_timeout: 30, max_retries: 0 }
response = Net::HTTP.start(uri.hostname, uri.port, options) { |http| http.request(request) }
abort "HTTP #{response.code}: #{response.body}" unless response.is_a?(Net::HTTPSuccess)
puts 'Fine.'
