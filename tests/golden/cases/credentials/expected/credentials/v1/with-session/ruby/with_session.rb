# EXAMPLE_SESSION=<your key> ruby with_session.rb
require 'net/http'

key = ENV.fetch('EXAMPLE_SESSION', '')
abort 'Set EXAMPLE_SESSION to your key.' if key.empty?

uri = URI('https://example.com/session')
request = Net::HTTP::Get.new(uri)
request['Cookie'] = "theme=dark%20blue; sid=#{key}"
options = { use_ssl: uri.scheme == 'https', open_timeout: 30, read_timeout: 30, max_retries: 0 }
response = Net::HTTP.start(uri.hostname, uri.port, options) { |http| http.request(request) }
abort "HTTP #{response.code}: #{response.body}" unless response.is_a?(Net::HTTPSuccess)
puts 'Fine.'
