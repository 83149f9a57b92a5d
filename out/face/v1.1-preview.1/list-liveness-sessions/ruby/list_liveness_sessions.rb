# List liveness sessions, ordered by id.
#
# Run: ruby list_liveness_sessions.rb  (Ruby 3.3 or later)

require 'net/http'

# Put your own values here.
endpoint = 'https://norwayeast.api.cognitive.microsoft.com'

key = ENV.fetch('FACE_APIKEY', '')
abort 'Set the environment variable FACE_APIKEY to your key.' if key.empty?

path = '/face/v1.1-preview.1/detectLiveness/singleModal/sessions'
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
