# OBTAIN_KEY=<your key> OBTAIN_ACCOUNT=<your key> ruby get_key.rb
require 'erb'
require 'net/http'

obtain_key = ENV.fetch('OBTAIN_KEY', '')
abort 'Set OBTAIN_KEY to your key.' if obtain_key.empty?
obtain_account = ENV.fetch('OBTAIN_ACCOUNT', '')
abort 'Set OBTAIN_ACCOUNT to your key.' if obtain_account.empty?

uri = URI("https://example.com/key?key=#{ERB::Util.url_encode(obtain_key)}")
request = Net::HTTP::Get.new(uri)
request['X-Account'] = obtain_account
options = { use_ssl: uri.scheme == 'https', open_timeout: 30, read_timeout: 30, max_retries: 0 }
response = Net::HTTP.start(uri.hostname, uri.port, options) { |http| http.request(request) }
abort "HTTP #{response.code}: #{response.body}" unless response.is_a?(Net::HTTPSuccess)
puts 'Nothing.'
