# FACE_APIKEY=<your key> ruby list_liveness_sessions_next_page.rb
require 'net/http'

endpoint = 'https://norwayeast.api.cognitive.microsoft.com'
key = ENV.fetch('FACE_APIKEY', '')
abort 'Set FACE_APIKEY to your key.' if key.empty?

uri = URI("#{endpoint}/face/v1.1-preview.1/detectLiveness/singleModal/sessions?start=4a294b61-c164-477a-9226-3d305a102153&top=20")
request = Net::HTTP::Get.new(uri)
request['Ocp-Apim-Subscription-Key'] = key
request['Accept'] = 'application/json'
options = { use_ssl: uri.scheme == 'https', open_timeout: 30, read_timeout: 30, max_retries: 0 }
response = Net::HTTP.start(uri.hostname, uri.port, options) { |http| http.request(request) }
abort "HTTP #{response.code}: #{response.body}" unless response.is_a?(Net::HTTPSuccess)
puts response.body
