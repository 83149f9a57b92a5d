# Start to train a large face list.
#
# Run: ruby train_large_face_list.rb  (Ruby 3.3 or later)

require 'erb'
require 'net/http'

# Put your own values here.
endpoint = 'https://norwayeast.api.cognitive.microsoft.com'
large_face_list_id = 'visitors-2026'

key = ENV.fetch('FACE_APIKEY', '')
abort 'Set the environment variable FACE_APIKEY to your key.' if key.empty?

path = "/face/v1.1-preview.1/largefacelists/#{ERB::Util.url_encode(large_face_list_id)}/train"
uri = URI.join(endpoint, path)
request = Net::HTTP::Post.new(uri)
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
puts 'Training started.'
puts "operation-Location: #{response['operation-Location']}"
