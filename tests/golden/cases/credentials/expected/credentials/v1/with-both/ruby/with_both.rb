# EXAMPLE_TOKEN=<your token> EXAMPLE_KEY=<your key> ruby with_both.rb
require 'erb'
require 'net/http'

example_token = ENV.fetch('EXAMPLE_TOKEN', '')
abort 'Set EXAMPLE_TOKEN to your token.' if example_token.empty?
example_key = ENV.fetch('EXAMPLE_KEY', '')
abort 'Set EXAMPLE_KEY to your key.' if example_key.empty?

uri = URI("https://example.com/both?api%20key=#{ERB::Util.url_encode(example_key)}")
request = Net::HTTP::Put.new(uri)
request['Authorization'] = "Bearer #{example_token}"
options = { use_ssl: uri.scheme == 'https', open_timeout: 30, read_timeout: 30, max_retries: 0 }
response = Net::HTTP.start(uri.hostname, uri.port, options) { |http| http.request(request) }
abort "HTTP #{response.code}: #{response.body}" unless response.is_a?(Net::HTTPSuccess)
puts 'Fine.'
