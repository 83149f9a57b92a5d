# LOOPS_KEY=<your key> ruby link.rb
require 'erb'
require 'net/http'

items = ERB::Util.url_encode('ours')
key = ENV.fetch('LOOPS_KEY', '')
abort 'Set LOOPS_KEY to your key.' if key.empty?

uri = URI("https://loops.example.com/v1/#{items}/links?top=2")
request = Net::HTTP::Get.new(uri)
request['X-Key'] = key
request['Accept'] = 'application/json'
options = { use_ssl: uri.scheme == 'https', open_timeout: 20, read_timeout: 20, max_retries: 0 }
response = Net::HTTP.start(uri.hostname, uri.port, options) { |http| http.request(request) }
abort "HTTP #{response.code}: #{response.body}" unless response.is_a?(Net::HTTPSuccess)
puts response.body
