# FACE_APIKEY=<your key> ruby train_large_face_list_until_done.rb
require 'json'
require 'net/http'

endpoint = 'https://norwayeast.api.cognitive.microsoft.com'
large_face_list_id = 'visitors-2026'
key = ENV.fetch('FACE_APIKEY', '')
abort 'Set FACE_APIKEY to your key.' if key.empty?

uri = URI("#{endpoint}/face/v1.1-preview.1/largefacelists/#{large_face_list_id}/train")
request = Net::HTTP::Post.new(uri)
request['Ocp-Apim-Subscription-Key'] = key
options = { use_ssl: uri.scheme == 'https', open_timeout: 30, read_timeout: 30, max_retries: 0 }
response = Net::HTTP.start(uri.hostname, uri.port, options) { |http| http.request(request) }
abort "HTTP #{response.code}: #{response.body}" unless response.is_a?(Net::HTTPSuccess)
puts 'Training started.'
puts "operation-Location: #{response['operation-Location']}"

deadline = Time.now + 600
loop do
  retry_after = response['Retry-After'].to_s
  pause = retry_after.match?(/\A\d+\z/) ? retry_after.to_i : 1
  abort 'Stopped after 600 seconds.' if Time.now + pause > deadline
  sleep pause
  uri = URI("#{endpoint}/face/v1.1-preview.1/largefacelists/#{large_face_list_id}/training")
  request = Net::HTTP::Get.new(uri)
  request['Ocp-Apim-Subscription-Key'] = key
  request['Accept'] = 'application/json'
  options = { use_ssl: uri.scheme == 'https', open_timeout: 30, read_timeout: 30, max_retries: 0 }
  response = Net::HTTP.start(uri.hostname, uri.port, options) { |http| http.request(request) }
  abort "HTTP #{response.code}: #{response.body}" unless response.is_a?(Net::HTTPSuccess)
  state = JSON.parse(response.body)['status']
  abort "Failed: #{response.body}" if state == 'failed'
  break if state == 'succeeded'
end
puts response.body
