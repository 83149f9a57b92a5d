# Mine.
require "net/http"

key = ENV["SHOP_KEY"].to_s
abort "Set SHOP_KEY to your key." if key.empty?
uri = URI("https://shop.example.com/code")
response = Net::HTTP.start(uri.host, uri.port, use_ssl: uri.scheme == "https", read_timeout: 30, max_retries: 0) do |http|
  http.get(uri, "X-Key" => key)
end
abort "HTTP #{response.code}: #{response.body}" unless response.is_a?(Net::HTTPSuccess)
puts "There is none."
