# ruby after_all_pages.rb
require 'erb'
require 'json'
require 'net/http'

shelf = ERB::Util.url_encode('a b/c')

first_page = "https://loops.example.com/v1/#{shelf}/things?top=2"
uri = URI(first_page)
1.step do |page|
  abort 'Stopped after 1000 pages.' if page > 1000
  request = Net::HTTP::Get.new(uri)
  request['Accept'] = 'application/json'
  options = { use_ssl: uri.scheme == 'https', open_timeout: 20, read_timeout: 20, max_retries: 0 }
  response = Net::HTTP.start(uri.hostname, uri.port, options) { |http| http.request(request) }
  abort "HTTP #{response.code}: #{response.body}" unless response.is_a?(Net::HTTPSuccess)
  puts response.body
  items = JSON.parse(response.body)
  break if items.size < 2

  cursor = items.last['id']
  uri = URI("#{first_page}&start=#{ERB::Util.url_encode(cursor)}")
end
