# Find things of every style.
#
# Run: ruby find_things.rb  (Ruby 3.3 or later)

require 'net/http'

# Put your own values here.
endpoint = 'https://example.com'

path = '/things?ids=1%7C2&words=a%20b&filter%5Bfrom%5D=x%20y&filter%5Bto%5D=2&size=3&point=x%2C3%2Cy%2C4'
uri = URI.join(endpoint, path)
request = Net::HTTP::Get.new(uri)

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
