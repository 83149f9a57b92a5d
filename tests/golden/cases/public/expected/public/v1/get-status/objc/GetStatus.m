// clang -fobjc-arc -framework Foundation GetStatus.m && ./a.out
#import <Foundation/Foundation.h>
#import <err.h>

int main(void) {
  NSString *url = @"https://example.com/status";
  NSMutableURLRequest *request = [NSMutableURLRequest requestWithURL:[NSURL URLWithString:url]];
  request.HTTPMethod = @"GET";
  request.timeoutInterval = 5;
  [[NSURLSession.sharedSession
      dataTaskWithRequest:request
        completionHandler:^(NSData *data, NSURLResponse *response, NSError *error) {
          if (error) errx(1, "%s", error.localizedDescription.UTF8String);
          long status = ((NSHTTPURLResponse *)response).statusCode;
          if (status >= 300)
            errx(1, "HTTP %ld: %.*s", status, (int)data.length, (char *)data.bytes);
          puts("All is well.");
          exit(0);
        }] resume];
  dispatch_main();
}
