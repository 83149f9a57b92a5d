// clang -fobjc-arc -framework Foundation ListLivenessSessionsNextPage.m &&
// FACE_APIKEY=<your key> ./a.out
#import <Foundation/Foundation.h>
#import <err.h>

int main(void) {
  NSString *endpoint = @"https://norwayeast.api.cognitive.microsoft.com";
  NSString *key = NSProcessInfo.processInfo.environment[@"FACE_APIKEY"];
  if (key.length == 0) errx(1, "Set FACE_APIKEY to your key.");
  NSString *url = [NSString stringWithFormat:@"%@/face/v1.1-preview.1/detectLiveness/singleModal/sessions?start=4a294b61-c164-477a-9226-3d305a102153&top=20", endpoint];
  NSMutableURLRequest *request = [NSMutableURLRequest requestWithURL:[NSURL URLWithString:url]];
  request.HTTPMethod = @"GET";
  request.timeoutInterval = 30;
  [request setValue:key forHTTPHeaderField:@"Ocp-Apim-Subscription-Key"];
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
