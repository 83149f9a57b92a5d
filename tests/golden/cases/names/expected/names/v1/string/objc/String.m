// clang -fobjc-arc -framework Foundation String.m && PATH_KEY=<your key> ./a.out
#import <Foundation/Foundation.h>
#import <err.h>

int main(void) {
  NSCharacterSet *plain = NSCharacterSet.alphanumericCharacterSet;
  NSString *class = [@"a" stringByAddingPercentEncodingWithAllowedCharacters:plain];
  NSString *classValue = [@"b" stringByAddingPercentEncodingWithAllowedCharacters:plain];
  NSString *valueValue = [@"c" stringByAddingPercentEncodingWithAllowedCharacters:plain];
  NSString *value2Nd = [@"d" stringByAddingPercentEncodingWithAllowedCharacters:plain];
  NSString *path = [@"e" stringByAddingPercentEncodingWithAllowedCharacters:plain];
  NSString *pathKey = [@"f" stringByAddingPercentEncodingWithAllowedCharacters:plain];
  NSString *pathKeyValue = [@"g" stringByAddingPercentEncodingWithAllowedCharacters:plain];
  NSString *userId = [@"h" stringByAddingPercentEncodingWithAllowedCharacters:plain];
  NSString *key = NSProcessInfo.processInfo.environment[@"PATH_KEY"];
  if (key.length == 0) errx(1, "Set PATH_KEY to your key.");
  NSString *url = [NSString stringWithFormat:@"https://example.com/%@/%@/%@/%@/%@/%@/%@/%@", class, classValue, valueValue, value2Nd, path, pathKey, pathKeyValue, userId];
  NSMutableURLRequest *request = [NSMutableURLRequest requestWithURL:[NSURL URLWithString:url]];
  request.HTTPMethod = @"GET";
  request.timeoutInterval = 30;
  [request setValue:key forHTTPHeaderField:@"X-Key"];
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
