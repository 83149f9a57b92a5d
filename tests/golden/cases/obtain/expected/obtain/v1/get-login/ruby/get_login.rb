# OBTAIN_LOGIN=<user:password> ruby get_login.rb
require 'net/http'

login = ENV.fetch('OBTAIN_LOGIN', '')
abort 'Set OBTAIN_LOGIN to user:password.' if login.empty?

uri = URI('https://example.com/login')
request = Net::HTTP::Get.new(uri)
request['Authorization'] = "Basic #{[login].pack('m0')}"
options = { use_ssl: uri.scheme == 'https', open_timeout: 30, read_timeout: 30, max_retries: 0 }
response = Net::HTTP.start(uri.hostname, uri.port, options) { |http| http.request(request) }
abort "HTTP #{response.code}: #{response.body}" unless response.is_a?(Net::HTTPSuccess)
puts 'Nothing.'
