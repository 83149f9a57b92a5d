# TENANT_ID=<your key> TENANT_KEY=<your key> ruby drop.rb
require 'erb'
require 'net/http'

endpoint = ERB::Util.url_encode('a')
key = ERB::Util.url_encode('b')
tenant_id = ENV.fetch('TENANT_ID', '')
abort 'Set TENANT_ID to your key.' if tenant_id.empty?
tenant_key = ENV.fetch('TENANT_KEY', '')
abort 'Set TENANT_KEY to your key.' if tenant_key.empty?

uri = URI("https://example.com/#{endpoint}/#{key}")
request = Net::HTTP::Delete.new(uri)
request['X-Tenant'] = tenant_id
request['X-Key'] = tenant_key
options = { use_ssl: uri.scheme == 'https', open_timeout: 30, read_timeout: 30, max_retries: 0 }
response = Net::HTTP.start(uri.hostname, uri.port, options) { |http| http.request(request) }
abort "HTTP #{response.code}: #{response.body}" unless response.is_a?(Net::HTTPSuccess)
puts 'Dropped.'
