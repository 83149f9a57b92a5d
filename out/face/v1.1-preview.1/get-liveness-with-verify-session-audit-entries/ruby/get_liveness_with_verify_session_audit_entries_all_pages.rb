# FACE_APIKEY=<your key> ruby get_liveness_with_verify_session_audit_entries_all_pages.rb
require 'erb'
require 'json'
require 'net/http'

endpoint = 'https://norwayeast.api.cognitive.microsoft.com'
session_id = ERB::Util.url_encode('b12e033e-bda7-4b83-a211-e721c661f30e')
key = ENV.fetch('FACE_APIKEY', '')
abort 'Set FACE_APIKEY to your key.' if key.empty?

first_page = "#{endpoint}/face/v1.1-preview.1/detectLivenessWithVerify/singleModal/sessions/#{session_id}/audit?top=20"
uri = URI(first_page)
1.step do |page|
  abort 'Stopped after 1000 pages.' if page > 1000
  request = Net::HTTP::Get.new(uri)
  request['Ocp-Apim-Subscription-Key'] = key
  request['Accept'] = 'application/json'
  options = { use_ssl: uri.scheme == 'https', open_timeout: 30, read_timeout: 30, max_retries: 0 }
  response = Net::HTTP.start(uri.hostname, uri.port, options) { |http| http.request(request) }
  abort "HTTP #{response.code}: #{response.body}" unless response.is_a?(Net::HTTPSuccess)
  puts response.body
  items = JSON.parse(response.body)
  break if items.size < 20

  cursor = items.last['id']
  uri = URI("#{first_page}&start=#{cursor}")
end
