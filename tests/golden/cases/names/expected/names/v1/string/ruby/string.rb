# PATH_KEY=<your key> ruby string.rb
require 'erb'
require 'net/http'

class_ = ERB::Util.url_encode('a')
class_2 = ERB::Util.url_encode('b')
value = ERB::Util.url_encode('c')
value_2_nd = ERB::Util.url_encode('d')
path = ERB::Util.url_encode('e')
path_key = ERB::Util.url_encode('f')
path_key_ = ERB::Util.url_encode('g')
user_id = ERB::Util.url_encode('h')
key = ENV.fetch('PATH_KEY', '')
abort 'Set PATH_KEY to your key.' if key.empty?

uri = URI("https://example.com/#{class_}/#{class_2}/#{value}/#{value_2_nd}/#{path}/#{path_key}/#{path_key_}/#{user_id}")
request = Net::HTTP::Get.new(uri)
request['X-Key'] = key
options = { use_ssl: uri.scheme == 'https', open_timeout: 30, read_timeout: 30, max_retries: 0 }
response = Net::HTTP.start(uri.hostname, uri.port, options) { |http| http.request(request) }
abort "HTTP #{response.code}: #{response.body}" unless response.is_a?(Net::HTTPSuccess)
puts 'Fine.'
