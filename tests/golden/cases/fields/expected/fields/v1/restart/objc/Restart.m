// clang -fobjc-arc -framework Foundation Restart.m && EXAMPLE_TOKEN=<your key> ./a.out
#import <Foundation/Foundation.h>
#import <err.h>

int main(void) {
  NSString *key = NSProcessInfo.processInfo.environment[@"EXAMPLE_TOKEN"];
  if (key.length == 0) errx(1, "Set EXAMPLE_TOKEN to your key.");
  NSString *url = @"https://example.com/restart";
  NSMutableURLRequest *request = [NSMutableURLRequest requestWithURL:[NSURL URLWithString:url]];
  request.HTTPMethod = @"GET";
  request.timeoutInterval = 30;
  [request setValue:key forHTTPHeaderField:@"Authorization"];
  [request setValue:key forHTTPHeaderField:@"X-Token"];
  [request setValue:@"application/json" forHTTPHeaderField:@"Accept"];
  [[NSURLSession.sharedSession
      dataTaskWithRequest:request
        completionHandler:^(NSData *data, NSURLResponse *response, NSError *error) {
          if (error) errx(1, "%s", error.localizedDescription.UTF8String);
          long status = ((NSHTTPURLResponse *)response).statusCode;
          if (status >= 300)
            errx(1, "HTTP %ld: %.*s", status, (int)data.length, (char *)data.bytes);
          puts("It restarts.");
          exit(0);
        }] resume];
  dispatch_main();
}
