# EXAMPLE_TOKEN=<your token> ruby with_token.rb
require 'net/http'

token = ENV.fetch('EXAMPLE_TOKEN', '')
abort 'Set EXAMPLE_TOKEN to your token.' if token.empty?

uri = URI('https://example.com/token')
request = Net::HTTP::Get.new(uri)
request['Authorization'] = "Bearer #{token}"
options = { use_ssl: uri.scheme == 'https', open_timeout: 30, read_timeout: 30, max_retries: 0 }
response = Net::HTTP.start(uri.hostname, uri.port, options) { |http| http.request(request) }
abort "HTTP #{response.code}: #{response.body}" unless response.is_a?(Net::HTTPSuccess)
puts 'Fine.'
