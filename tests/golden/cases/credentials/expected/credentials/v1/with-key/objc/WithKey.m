// clang -fobjc-arc -framework Foundation WithKey.m && EXAMPLE_KEY=<your key> ./a.out
#import <Foundation/Foundation.h>
#import <err.h>

int main(void) {
  NSCharacterSet *plain = NSCharacterSet.alphanumericCharacterSet;
  NSString *nameValue = [@"me" stringByAddingPercentEncodingWithAllowedCharacters:plain];
  NSString *key = NSProcessInfo.processInfo.environment[@"EXAMPLE_KEY"];
  if (key.length == 0) errx(1, "Set EXAMPLE_KEY to your key.");
  NSString *url = [NSString stringWithFormat:@"https://example.com/key/%@?q=a%%20b&api%%20key=%@", nameValue, [key stringByAddingPercentEncodingWithAllowedCharacters:plain]];
  NSMutableURLRequest *request = [NSMutableURLRequest requestWithURL:[NSURL URLWithString:url]];
  request.HTTPMethod = @"GET";
  request.timeoutInterval = 30;
  [[NSURLSession.sharedSession
      dataTaskWithRequest:request
        completionHandler:^(NSData *data, NSURLResponse *response, NSError *error) {
          if (error) errx(1, "%s", error.localizedDescription.UTF8String);
          long status = ((NSHTTPURLResponse *)response).statusCode;
          if (status >= 300)
            errx(1, "HTTP %ld: %.*s", status, (int)data.length, (char *)data.bytes);
          puts("Fine.");
          exit(0);
        }] resume];
  dispatch_main();
}
