// clang -fobjc-arc -framework Foundation AfterInField.m && LOOPS_KEY=<your key> ./a.out
#import <Foundation/Foundation.h>
#import <err.h>

int main(void) {
  NSString *key = NSProcessInfo.processInfo.environment[@"LOOPS_KEY"];
  if (key.length == 0) errx(1, "Set LOOPS_KEY to your key.");
  NSString *url = @"https://loops.example.com/v1/things";
  NSMutableURLRequest *request = [NSMutableURLRequest requestWithURL:[NSURL URLWithString:url]];
  request.HTTPMethod = @"GET";
  request.timeoutInterval = 20;
  [request setValue:key forHTTPHeaderField:@"X-Key"];
  [request setValue:@"application/json" forHTTPHeaderField:@"Accept"];
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
