# FACE_APIKEY=<your key> ruby detect_from_url_attributes.rb
require 'json'
require 'net/http'

endpoint = 'https://norwayeast.api.cognitive.microsoft.com'
key = ENV.fetch('FACE_APIKEY', '')
abort 'Set FACE_APIKEY to your key.' if key.empty?

uri = URI("#{endpoint}/face/v1.1-preview.1/detect?detectionModel=detection_03&recognitionModel=recognition_04&returnFaceAttributes=headPose,mask")
request = Net::HTTP::Post.new(uri)
request['Ocp-Apim-Subscription-Key'] = key
request['Accept'] = 'application/json'
request['Content-Type'] = 'application/json'
request.body = { url: 'https://example.com/face.jpg' }.to_json
options = { use_ssl: uri.scheme == 'https', open_timeout: 30, read_timeout: 30, max_retries: 0 }
response = Net::HTTP.start(uri.hostname, uri.port, options) { |http| http.request(request) }
abort "HTTP #{response.code}: #{response.body}" unless response.is_a?(Net::HTTPSuccess)
puts response.body
