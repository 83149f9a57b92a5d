# Drop it.
#
# Run: ruby drop.rb  (Ruby 3.3 or later)

require 'erb'
require 'net/http'

# Put your own values here.
endpoint = 'https://example.com'
endpoint_ = 'a'
key = 'b'

tenant_id = ENV.fetch('TENANT_ID', '')
abort 'Set the environment variable TENANT_ID to your key.' if tenant_id.empty?

tenant_key = ENV.fetch('TENANT_KEY', '')
abort 'Set the environment variable TENANT_KEY to your key.' if tenant_key.empty?

path = "/#{ERB::Util.url_encode(endpoint_)}/#{ERB::Util.url_encode(key)}"
uri = URI.join(endpoint, path)
request = Net::HTTP::Delete.new(uri)
request['X-Tenant'] = tenant_id
request['X-Key'] = tenant_key

begin
  response = Net::HTTP.start(
    uri.host, uri.port,
    use_ssl: uri.scheme == 'https', open_timeout: 30, read_timeout: 30, max_retries: 0
  ) { |http| http.request(request) }
rescue StandardError => e
  abort "No answer: #{e.message}"
end
abort "HTTP #{response.code}: #{response.body}" unless response.is_a?(Net::HTTPSuccess)
puts 'Dropped.'
