# LADEN_KEY=<Ihren Schlüssel> ruby get_picture.rb
require 'erb'
require 'net/http'

key = ENV.fetch('LADEN_KEY', '')
abort 'Setzen Sie LADEN_KEY auf "Ihren Schlüssel" \\ für C:\\Läden (100 %, $y `z` \'q\').' if key.empty?

uri = URI("https://example.com/picture?key=#{ERB::Util.url_encode(key)}")
request = Net::HTTP::Get.new(uri)
request['Accept'] = 'image/png'
options = { use_ssl: uri.scheme == 'https', open_timeout: 30, read_timeout: 30, max_retries: 0 }
response = Net::HTTP.start(uri.hostname, uri.port, options) { |http| http.request(request) }
abort "HTTP #{response.code}: #{response.body}" unless response.is_a?(Net::HTTPSuccess)
File.binwrite('bild.png', response.body)
puts 'Gespeichert als "bild.png" \\ …'
