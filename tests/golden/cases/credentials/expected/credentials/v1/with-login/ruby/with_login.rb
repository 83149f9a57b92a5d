# EXAMPLE_LOGIN=<user:password> ruby with_login.rb
require 'erb'
require 'json'
require 'net/http'

name = ERB::Util.url_encode('me')
login = ENV.fetch('EXAMPLE_LOGIN', '')
abort 'Set EXAMPLE_LOGIN to user:password.' if login.empty?

uri = URI("https://example.com/login/#{name}")
request = Net::HTTP::Post.new(uri)
request['Authorization'] = "Basic #{[login].pack('m0')}"
request['Cookie'] = 'theme=dark%20blue'
request['Content-Type'] = 'application/json'
request.body = { a: 'b' }.to_json
options = { use_ssl: uri.scheme == 'https', open_timeout: 30, read_timeout: 30, max_retries: 0 }
response = Net::HTTP.start(uri.hostname, uri.port, options) { |http| http.request(request) }
abort "HTTP #{response.code}: #{response.body}" unless response.is_a?(Net::HTTPSuccess)
puts 'Fine.'
