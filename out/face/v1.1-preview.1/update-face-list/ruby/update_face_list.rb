# Change the name of a face list, its user data, or both.
#
# Run: ruby update_face_list.rb  (Ruby 3.3 or later)

require 'erb'
require 'json'
require 'net/http'

# Put your own values here.
endpoint = 'https://norwayeast.api.cognitive.microsoft.com'
face_list_id = 'visitors'
body = { name: 'Visitors in 2026', userData: 'Front door and car park' }

key = ENV.fetch('FACE_APIKEY', '')
abort 'Set the environment variable FACE_APIKEY to your key.' if key.empty?

path = "/face/v1.1-preview.1/facelists/#{ERB::Util.url_encode(face_list_id)}"
uri = URI.join(endpoint, path)
request = Net::HTTP::Patch.new(uri)
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
puts 'Face list updated.'
