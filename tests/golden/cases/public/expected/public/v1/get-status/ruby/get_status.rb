# Tell how the service is.
#
# Run: ruby get_status.rb  (Ruby 3.3 or later)

require 'net/http'

# Put your own values here.
endpoint = 'https://example.com'

path = '/status'
uri = URI.join(endpoint, path)
request = Net::HTTP::Get.new(uri)

begin
  response = Net::HTTP.start(
    uri.host, uri.port,
    use_ssl: uri.scheme == 'https', open_timeout: 5, read_timeout: 5, max_retries: 0
  ) { |http| http.request(request) }
rescue StandardError => e
  abort "No answer: #{e.message}"
end
abort "HTTP #{response.code}: #{response.body}" unless response.is_a?(Net::HTTPSuccess)
puts 'All is well.'
