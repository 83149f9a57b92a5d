# LOOPS_KEY=<your key> ruby link_all_pages.rb
require 'erb'
require 'json'
require 'net/http'

items_ = ERB::Util.url_encode('ours')
key = ENV.fetch('LOOPS_KEY', '')
abort 'Set LOOPS_KEY to your key.' if key.empty?

uri = URI("https://loops.example.com/v1/#{items_}/links?top=2")
1.step do |page|
  abort 'Stopped after 1000 pages.' if page > 1000
  request = Net::HTTP::Get.new(uri)
  request['X-Key'] = key
  request['Accept'] = 'application/json'
  options = { use_ssl: uri.scheme == 'https', open_timeout: 20, read_timeout: 20, max_retries: 0 }
  response = Net::HTTP.start(uri.hostname, uri.port, options) { |http| http.request(request) }
  abort "HTTP #{response.code}: #{response.body}" unless response.is_a?(Net::HTTPSuccess)
  puts response.body
  link = JSON.parse(response.body)['@odata.nextLink']
  break if link.to_s.empty?

  next_uri = URI.join(uri, link)
  abort "The next page is on another host: #{next_uri}" if next_uri.origin != uri.origin
  uri = next_uri
end
