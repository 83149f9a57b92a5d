# EXAMPLE_KEY=<your key> ruby with_only_key.rb
require 'erb'
require 'net/http'

key = ENV.fetch('EXAMPLE_KEY', '')
abort 'Set EXAMPLE_KEY to your key.' if key.empty?

uri = URI("https://example.com/key?api%20key=#{ERB::Util.url_encode(key)}")
request = Net::HTTP::Get.new(uri)
options = { use_ssl: uri.scheme == 'https', open_timeout: 30, read_timeout: 30, max_retries: 0 }
response = Net::HTTP.start(uri.hostname, uri.port, options) { |http| http.request(request) }
abort "HTTP #{response.code}: #{response.body}" unless response.is_a?(Net::HTTPSuccess)
puts 'Fine.'
