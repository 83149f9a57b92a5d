// clang -fobjc-arc -framework Foundation WithSession.m && EXAMPLE_SESSION=<your key> ./a.out
#import <Foundation/Foundation.h>
#import <err.h>

int main(void) {
  NSString *key = NSProcessInfo.processInfo.environment[@"EXAMPLE_SESSION"];
  if (key.length == 0) errx(1, "Set EXAMPLE_SESSION to your key.");
  NSString *url = @"https://example.com/session";
  NSMutableURLRequest *request = [NSMutableURLRequest requestWithURL:[NSURL URLWithString:url]];
  request.HTTPMethod = @"GET";
  request.timeoutInterval = 30;
  NSString *cookie = [NSString stringWithFormat:@"theme=dark%%20blue; sid=%@", key];
  [request setValue:cookie forHTTPHeaderField:@"Cookie"];
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
