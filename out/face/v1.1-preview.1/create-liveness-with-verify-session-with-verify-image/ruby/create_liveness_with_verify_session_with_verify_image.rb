# Create a session with the image that the client's face is compared with.
#
# Run: ruby create_liveness_with_verify_session_with_verify_image.rb  (Ruby 3.3 or later)

require 'json'
require 'net/http'

# Put your own values here.
endpoint = 'https://norwayeast.api.cognitive.microsoft.com'
verify_image = 'verify-image.jpg'
parameters = {
  livenessOperationMode: 'Passive',
  deviceCorrelationId: '8f3c6a52-6f0e-4d0b-9a6b-3a1c5f0e7d24'
}

key = ENV.fetch('FACE_APIKEY', '')
abort 'Set the environment variable FACE_APIKEY to your key.' if key.empty?

path = '/face/v1.1-preview.1/detectLivenessWithVerify/singleModal/sessions'
uri = URI.join(endpoint, path)
request = Net::HTTP::Post.new(uri)
request['Ocp-Apim-Subscription-Key'] = key

begin
  parts = [
    ['Parameters', parameters.to_json],
    ['VerifyImage', File.open(verify_image, 'rb'), { content_type: 'image/jpeg' }]
  ]
  request.set_form(parts, 'multipart/form-data')
  response = Net::HTTP.start(
    uri.host, uri.port,
    use_ssl: uri.scheme == 'https', open_timeout: 30, read_timeout: 30, max_retries: 0
  ) { |http| http.request(request) }
rescue StandardError => e
  abort "No answer: #{e.message}"
end
abort "HTTP #{response.code}: #{response.body}" unless response.is_a?(Net::HTTPSuccess)
puts response.body
