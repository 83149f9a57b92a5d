# ANCHOR: setup
require "net/http"
# ANCHOR_END: setup

def cancel
  # [START call]
  uri = URI("https://north.shop.example.com/orders/ord_17")
  # <inner>
  puts "```", "<!-- /gen -->"
  # </inner>
  # [END call]
end
