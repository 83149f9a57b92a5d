// clang -fobjc-arc -framework Foundation GetLogin.m && OBTAIN_LOGIN=<user:password> ./a.out
#import <Foundation/Foundation.h>
#import <err.h>

int main(void) {
  NSString *login = NSProcessInfo.processInfo.environment[@"OBTAIN_LOGIN"];
  if (login.length == 0) errx(1, "Set OBTAIN_LOGIN to user:password.");
  NSString *url = @"https://example.com/login";
  NSMutableURLRequest *request = [NSMutableURLRequest requestWithURL:[NSURL URLWithString:url]];
  request.HTTPMethod = @"GET";
  request.timeoutInterval = 30;
  NSString *authorization =
      [NSString stringWithFormat:@"Basic %@", [[login dataUsingEncoding:NSUTF8StringEncoding]
                                                  base64EncodedStringWithOptions:0]];
  [request setValue:authorization forHTTPHeaderField:@"Authorization"];
  [[NSURLSession.sharedSession
      dataTaskWithRequest:request
        completionHandler:^(NSData *data, NSURLResponse *response, NSError *error) {
          if (error) errx(1, "%s", error.localizedDescription.UTF8String);
          long status = ((NSHTTPURLResponse *)response).statusCode;
          if (status >= 300)
            errx(1, "HTTP %ld: %.*s", status, (int)data.length, (char *)data.bytes);
          puts("Nothing.");
          exit(0);
        }] resume];
  dispatch_main();
}
