# List what clients asked in a liveness session, and what they were answered.
#
# Run: ruby get_liveness_session_audit_entries.rb  (Ruby 3.3 or later)

require 'erb'
require 'net/http'

# Put your own values here.
endpoint = 'https://norwayeast.api.cognitive.microsoft.com'
session_id = 'b12e033e-bda7-4b83-a211-e721c661f30e'

key = ENV.fetch('FACE_APIKEY', '')
abort 'Set the environment variable FACE_APIKEY to your key.' if key.empty?

path = "/face/v1.1-preview.1/detectLiveness/singleModal/sessions/#{ERB::Util.url_encode(session_id)}/audit"
uri = URI.join(endpoint, path)
request = Net::HTTP::Get.new(uri)
request['Ocp-Apim-Subscription-Key'] = key

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
