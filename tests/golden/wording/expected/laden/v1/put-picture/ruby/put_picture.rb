# LADEN_ZUGANG=<Name:Paßwort> ruby put_picture.rb
require 'net/http'
require 'securerandom'

login = ENV.fetch('LADEN_ZUGANG', '')
abort 'Setzen Sie LADEN_ZUGANG auf "Name:Paßwort" \\ für C:\\Läden (100 %, $y `z` \'q\').' if login.empty?

uri = URI('https://example.com/pictures')
request = Net::HTTP::Post.new(uri)
request['Authorization'] = "Basic #{[login].pack('m0')}"
boundary = SecureRandom.uuid
parts = [
  ["name=\"titel\"\r\nContent-Type: text/plain", 'Haus'],
  ['name="bild"; filename="bild.png"', File.binread('bild.png')]
]
request['Content-Type'] = "multipart/form-data; boundary=#{boundary}"
request.body = parts.map do |head, content|
  "--#{boundary}\r\nContent-Disposition: form-data; #{head}\r\n\r\n".b + content.b + "\r\n"
end.join + "--#{boundary}--\r\n"
options = { use_ssl: uri.scheme == 'https', open_timeout: 30, read_timeout: 30, max_retries: 0 }
response = Net::HTTP.start(uri.hostname, uri.port, options) { |http| http.request(request) }
abort "HTTP #{response.code}: #{response.body}" unless response.is_a?(Net::HTTPSuccess)
puts 'Das Bild wurde hochgeladen.'
