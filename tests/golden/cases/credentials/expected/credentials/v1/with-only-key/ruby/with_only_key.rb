# With a key.
#
# Run: ruby with_only_key.rb  (Ruby 3.3 or later)

require 'erb'
require 'net/http'

# Put your own values here.
endpoint = 'https://example.com'

key = ENV.fetch('EXAMPLE_KEY', '')
abort 'Set the environment variable EXAMPLE_KEY to your key.' if key.empty?

path = "/key?api%20key=#{ERB::Util.url_encode(key)}"
uri = URI.join(endpoint, path)
request = Net::HTTP::Get.new(uri)

begin
  response = Net::HTTP.start(
    uri.host, uri.port,
    use_ssl: uri.scheme == 'https', open_timeout: 30, read_timeout: 30, max_retries: 0
  ) { |http| http.request(request) }
rescue StandardError => e
  abort "No answer: #{e.message}"
end
abort "HTTP #{response.code}: #{response.body}" unless response.is_a?(Net::HTTPSuccess)
puts 'Fine.'
