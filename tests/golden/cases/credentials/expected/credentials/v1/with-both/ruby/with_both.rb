# With token and key.
#
# Run: ruby with_both.rb  (Ruby 3.3 or later)

require 'erb'
require 'net/http'

# Put your own values here.
endpoint = 'https://example.com'

example_token = ENV.fetch('EXAMPLE_TOKEN', '')
abort 'Set the environment variable EXAMPLE_TOKEN to your key.' if example_token.empty?

example_key = ENV.fetch('EXAMPLE_KEY', '')
abort 'Set the environment variable EXAMPLE_KEY to your key.' if example_key.empty?

path = "/both?api%20key=#{ERB::Util.url_encode(example_key)}"
uri = URI.join(endpoint, path)
request = Net::HTTP::Put.new(uri)
request['Authorization'] = "Bearer #{example_token}"

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
