# With a login.
#
# Run: ruby with_login.rb  (Ruby 3.3 or later)

require 'erb'
require 'json'
require 'net/http'

# Put your own values here.
endpoint = 'https://example.com'
name = 'me'
body = { a: 'b' }

key = ENV.fetch('EXAMPLE_LOGIN', '')
abort 'Set the environment variable EXAMPLE_LOGIN to user:password.' if key.empty?

path = "/login/#{ERB::Util.url_encode(name)}"
uri = URI.join(endpoint, path)
request = Net::HTTP::Post.new(uri)
request['Authorization'] = "Basic #{[key].pack('m0')}"
request['Cookie'] = 'theme=dark%20blue'
request.content_type = 'application/json'
request.body = body.to_json

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
