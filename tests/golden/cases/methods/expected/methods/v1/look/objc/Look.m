// clang -fobjc-arc -framework Foundation Look.m && EXAMPLE_KEY=<your key> ./a.out
#import <Foundation/Foundation.h>
#import <err.h>

int main(void) {
  NSString *key = NSProcessInfo.processInfo.environment[@"EXAMPLE_KEY"];
  if (key.length == 0) errx(1, "Set EXAMPLE_KEY to your key.");
  NSString *url = @"https://example.com/engine";
  NSMutableURLRequest *request = [NSMutableURLRequest requestWithURL:[NSURL URLWithString:url]];
  request.HTTPMethod = @"HEAD";
  request.timeoutInterval = 30;
  [request setValue:key forHTTPHeaderField:@"X-Key"];
  [[NSURLSession.sharedSession
      dataTaskWithRequest:request
        completionHandler:^(NSData *data, NSURLResponse *response, NSError *error) {
          if (error) errx(1, "%s", error.localizedDescription.UTF8String);
          long status = ((NSHTTPURLResponse *)response).statusCode;
          if (status >= 300)
            errx(1, "HTTP %ld: %.*s", status, (int)data.length, (char *)data.bytes);
          puts("There is one.");
          exit(0);
        }] resume];
  dispatch_main();
}
