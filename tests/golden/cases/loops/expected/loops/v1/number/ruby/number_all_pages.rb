# LOOPS_SECRET=<your key> LOOPS_KEY=<your key> ruby number_all_pages.rb
require 'erb'
require 'json'
require 'net/http'

loops_secret = ENV.fetch('LOOPS_SECRET', '')
abort 'Set LOOPS_SECRET to your key.' if loops_secret.empty?
loops_key = ENV.fetch('LOOPS_KEY', '')
abort 'Set LOOPS_KEY to your key.' if loops_key.empty?

first_page = "https://loops.example.com/v1/numbers?secret=#{ERB::Util.url_encode(loops_secret)}"
uri = URI(first_page)
1.step do |page|
  abort 'Stopped after 1000 pages.' if page > 1000
  request = Net::HTTP::Get.new(uri)
  request['X-Key'] = loops_key
  request['Accept'] = 'application/json'
  options = { use_ssl: uri.scheme == 'https', open_timeout: 20, read_timeout: 20, max_retries: 0 }
  response = Net::HTTP.start(uri.hostname, uri.port, options) { |http| http.request(request) }
  abort "HTTP #{response.code}: #{response.body}" unless response.is_a?(Net::HTTPSuccess)
  puts response.body
  cursor = JSON.parse(response.body)['number']
  break if cursor.nil?

  uri = URI("#{first_page}&page=#{cursor}")
end
