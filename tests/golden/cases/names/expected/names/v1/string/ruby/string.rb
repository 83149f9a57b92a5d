# Each variable has a name that works.
#
# Run: ruby string.rb  (Ruby 3.3 or later)

require 'erb'
require 'net/http'

# Put your own values here.
endpoint = 'https://example.com'
class_ = 'a'
class_2 = 'b'
value = 'c'
value_2_nd = 'd'
path_ = 'e'
path_key = 'f'
path_key_ = 'g'
user_id = 'h'

key = ENV.fetch('PATH_KEY', '')
abort 'Set the environment variable PATH_KEY to your key.' if key.empty?

path = "/#{ERB::Util.url_encode(class_)}/#{ERB::Util.url_encode(class_2)}/#{ERB::Util.url_encode(value)}/#{ERB::Util.url_encode(value_2_nd)}/#{ERB::Util.url_encode(path_)}/#{ERB::Util.url_encode(path_key)}/#{ERB::Util.url_encode(path_key_)}/#{ERB::Util.url_encode(user_id)}"
uri = URI.join(endpoint, path)
request = Net::HTTP::Get.new(uri)
request['X-Key'] = key

begin
  response = Net::HTTP.start(
    uri.host, uri.port,
    use_ssl: uri.scheme == 'https', open_timeout: 30, read_timeout: 30, max_retries: 0
  ) { |http| http.request(request) }
rescue StandardError => e
  abort "No answer: #{e.message}"
end
abort "HTTP #{response.code}: #{response.body}" unless response.is_a?(Net::HTTPSuccess)
puts 'Fine.'
