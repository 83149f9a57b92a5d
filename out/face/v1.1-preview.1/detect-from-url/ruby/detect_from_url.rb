# Find the faces in an image that the service downloads.
#
# Run: ruby detect_from_url.rb  (Ruby 3.3 or later)

require 'json'
require 'net/http'

# Put your own values here.
endpoint = 'https://norwayeast.api.cognitive.microsoft.com'
body = { url: 'https://example.com/face.jpg' }

key = ENV.fetch('FACE_APIKEY', '')
abort 'Set the environment variable FACE_APIKEY to your key.' if key.empty?

path = '/face/v1.1-preview.1/detect'
uri = URI.join(endpoint, path)
request = Net::HTTP::Post.new(uri)
request['Ocp-Apim-Subscription-Key'] = key
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
puts response.body
