# LOOPS_KEY=<your key> ruby cursor_all_pages.rb
require 'erb'
require 'json'
require 'net/http'

key = ENV.fetch('LOOPS_KEY', '')
abort 'Set LOOPS_KEY to your key.' if key.empty?

first_page = 'https://loops.example.com/v1/things?url=x'
uri = URI("#{first_page}&from%24=the%20start")
1.step do |page|
  abort 'Stopped after 1000 pages.' if page > 1000
  request = Net::HTTP::Post.new(uri)
  request['X-Key'] = key
  request['Accept'] = 'application/json'
  request['Content-Type'] = 'application/json'
  request.body = { page: "it's" }.to_json
  options = { use_ssl: uri.scheme == 'https', open_timeout: 20, read_timeout: 20, max_retries: 0 }
  response = Net::HTTP.start(uri.hostname, uri.port, options) { |http| http.request(request) }
  abort "HTTP #{response.code}: #{response.body}" unless response.is_a?(Net::HTTPSuccess)
  puts response.body
  cursor = JSON.parse(response.body)["next'$cursor"]
  break if cursor.to_s.empty?

  uri = URI("#{first_page}&from%24=#{ERB::Util.url_encode(cursor)}")
end
