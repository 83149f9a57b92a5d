# OBTAIN_TOKEN=$(az account get-access-token --query accessToken --output tsv) ruby get_token.rb
require 'net/http'

token = ENV.fetch('OBTAIN_TOKEN', '')
abort 'Set OBTAIN_TOKEN to your token.' if token.empty?

uri = URI('https://example.com/token')
request = Net::HTTP::Get.new(uri)
request['Authorization'] = "Bearer #{token}"
options = { use_ssl: uri.scheme == 'https', open_timeout: 30, read_timeout: 30, max_retries: 0 }
response = Net::HTTP.start(uri.hostname, uri.port, options) { |http| http.request(request) }
abort "HTTP #{response.code}: #{response.body}" unless response.is_a?(Net::HTTPSuccess)
puts 'Nothing.'
