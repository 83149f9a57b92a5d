# LADEN_TOKEN=<Ihr "Token"> ruby delete_thing.rb
require 'net/http'

id = '7'
token = ENV.fetch('LADEN_TOKEN', '')
abort 'Setzen Sie LADEN_TOKEN auf "Ihr "Token"" \\ für C:\\Läden (100 %, $y `z` \'q\').' if token.empty?

uri = URI("https://example.com/things/#{id}")
request = Net::HTTP::Delete.new(uri)
request['Authorization'] = "Bearer #{token}"
options = { use_ssl: uri.scheme == 'https', open_timeout: 30, read_timeout: 30, max_retries: 0 }
response = Net::HTTP.start(uri.hostname, uri.port, options) { |http| http.request(request) }
abort "HTTP #{response.code}: #{response.body}" unless response.is_a?(Net::HTTPSuccess)
puts 'Das "Ding" wurde gelöscht.'
