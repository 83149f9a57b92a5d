# Find the things of an owner.
#
# Run: ruby find_things.rb  (Ruby 3.3 or later)

require 'erb'
require 'net/http'

# Put your own values here.
endpoint = 'https://example.com'
owner_id = "O'Brien & sons"
major = '2'

key = ENV.fetch('EXAMPLE_KEY', '')
abort 'Set the environment variable EXAMPLE_KEY to your key.' if key.empty?

path = "/owners/#{ERB::Util.url_encode(owner_id)}/things/v#{ERB::Util.url_encode(major)}:find?name=caf%C3%A9%20%22x%22%20%2B1&sort%5Bby%5D=name"
uri = URI.join(endpoint, path)
request = Net::HTTP::Get.new(uri)
request['X-Key'] = key
request['Accept'] = 'application/json'
request['If-Match'] = "'a1'"

begin
  response = Net::HTTP.start(
    uri.host, uri.port,
    use_ssl: uri.scheme == 'https', open_timeout: 30, read_timeout: 30, max_retries: 0
  ) { |http| http.request(request) }
rescue StandardError => e
  abort "No answer: #{e.message}"
end
abort "HTTP #{response.code}: #{response.body}" unless response.is_a?(Net::HTTPSuccess)
puts 'Here are your things.'
