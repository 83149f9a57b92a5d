# ruby put_entry.rb
require 'erb'
require 'json'
require 'net/http'

uuid = '123e4567-e89b-12d3-a456-426614174000'
date = '2026-01-31'
host = 'www.example.com'
wait = 'PT5M'
own = ERB::Util.url_encode('S1')
when_ = ERB::Util.url_encode('2026-01-31T12:00:00Z')
number = '9007199254740993'

uri = URI("https://example.com/#{uuid}/#{date}/#{host}/#{wait}/#{own}/#{when_}/#{number}?mails=ada%40example.com")
request = Net::HTTP::Put.new(uri)
request['Accept'] = 'application/json'
request['Content-Type'] = 'application/json'
request.body = {
  small: -2147483648,
  large: '18446744073709551615',
  part: 1e+300,
  data: 'ZXhhbXBsZQ==',
  link: '/a?b=c',
  days: ['2026-01-31', '2024-02-29']
}.to_json
options = { use_ssl: uri.scheme == 'https', open_timeout: 30, read_timeout: 30, max_retries: 0 }
response = Net::HTTP.start(uri.hostname, uri.port, options) { |http| http.request(request) }
abort "HTTP #{response.code}: #{response.body}" unless response.is_a?(Net::HTTPSuccess)
puts response.body
