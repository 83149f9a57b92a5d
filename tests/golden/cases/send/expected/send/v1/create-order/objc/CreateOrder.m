// clang -fobjc-arc -framework Foundation CreateOrder.m && ./a.out
#import <Foundation/Foundation.h>
#import <err.h>

int main(void) {
  NSCharacterSet *plain = NSCharacterSet.alphanumericCharacterSet;
  NSString *shop = [@"lobby" stringByAddingPercentEncodingWithAllowedCharacters:plain];
  NSString *url = [NSString stringWithFormat:@"https://example.com/shops/%@/orders?limit=5&sort=name", shop];
  NSMutableURLRequest *request = [NSMutableURLRequest requestWithURL:[NSURL URLWithString:url]];
  request.HTTPMethod = @"POST";
  request.timeoutInterval = 30;
  [request setValue:@"a \"quoted\" id" forHTTPHeaderField:@"X-Trace"];
  [request setValue:@"theme=dark" forHTTPHeaderField:@"Cookie"];
  [request setValue:@"application/json" forHTTPHeaderField:@"Accept"];
  [request setValue:@"application/json" forHTTPHeaderField:@"Content-Type"];
  id body = @{
    @"name" : @"Ada",
    @"tag" : @"new",
    @"address" : @{@"street" : @"1 Main Street", @"city" : @"Oslo"},
    @"things" : @[ @{@"id" : @7, @"size" : @"M"} ],
  };
  request.HTTPBody = [NSJSONSerialization dataWithJSONObject:body options:0 error:nil];
  [[NSURLSession.sharedSession
      dataTaskWithRequest:request
        completionHandler:^(NSData *data, NSURLResponse *response, NSError *error) {
          if (error) errx(1, "%s", error.localizedDescription.UTF8String);
          long status = ((NSHTTPURLResponse *)response).statusCode;
          if (status >= 300)
            errx(1, "HTTP %ld: %.*s", status, (int)data.length, (char *)data.bytes);
          printf("%.*s\n", (int)data.length, (char *)data.bytes);
          exit(0);
        }] resume];
  dispatch_main();
}
