// clang -fobjc-arc -framework Foundation FindThings.m && EXAMPLE_KEY=<your key> ./a.out
#import <Foundation/Foundation.h>
#import <err.h>

int main(void) {
  NSCharacterSet *plain = NSCharacterSet.alphanumericCharacterSet;
  NSString *ownerId = [@"O'Brien & sons" stringByAddingPercentEncodingWithAllowedCharacters:plain];
  NSString *major = [@"2" stringByAddingPercentEncodingWithAllowedCharacters:plain];
  NSString *key = NSProcessInfo.processInfo.environment[@"EXAMPLE_KEY"];
  if (key.length == 0) errx(1, "Set EXAMPLE_KEY to your key.");
  NSString *url = [NSString stringWithFormat:@"https://example.com/owners/%@/things/v%@:find?name=caf%%C3%%A9%%20%%22x%%22%%20%%2B1&sort%%5Bby%%5D=name", ownerId, major];
  NSMutableURLRequest *request = [NSMutableURLRequest requestWithURL:[NSURL URLWithString:url]];
  request.HTTPMethod = @"GET";
  request.timeoutInterval = 30;
  [request setValue:key forHTTPHeaderField:@"X-Key"];
  [request setValue:@"application/json" forHTTPHeaderField:@"Accept"];
  [request setValue:@"'a1'" forHTTPHeaderField:@"If-Match"];
  [[NSURLSession.sharedSession
      dataTaskWithRequest:request
        completionHandler:^(NSData *data, NSURLResponse *response, NSError *error) {
          if (error) errx(1, "%s", error.localizedDescription.UTF8String);
          long status = ((NSHTTPURLResponse *)response).statusCode;
          if (status >= 300)
            errx(1, "HTTP %ld: %.*s", status, (int)data.length, (char *)data.bytes);
          puts("Here are your things.");
          exit(0);
        }] resume];
  dispatch_main();
}
